"""Do steering attempts fail, and does odd input get a clear reply?"""

"""The web pages: residents' chat (Gradio), policy reader, calculator, hotline desk."""

"""The HTTP interfaces: routes, errors, OpenAI, MCP."""

"""The published language for those outside: JSON Schema, AsyncAPI, OpenAPI and samples, all from the contracts."""

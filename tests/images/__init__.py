"""The images, built from their Dockerfile without Docker: its instructions carried out on a clean Debian."""

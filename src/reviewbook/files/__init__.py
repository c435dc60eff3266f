"""The kit for foreign files: decoding, safe archives and XML, workbooks, and putting files in place whole. It knows no chapter."""

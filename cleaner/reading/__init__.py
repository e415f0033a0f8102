"""Reading: from bytes to text, from a page to its body, from a folder to its files."""

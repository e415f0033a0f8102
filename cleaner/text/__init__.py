"""What can be said of a text before any rule is asked: its blocks, words, dates, language, and what hangs together."""

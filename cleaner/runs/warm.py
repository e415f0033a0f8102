"""Loads what the first document would have to wait for; the process that workers are forked from imports it."""

from __future__ import annotations

from cleaner.api import clean

clean("<html><body><p>12 May 2024. The ferry sails again, the harbour board said on Friday evening.</p></body></html>")
clean("date 2024-10-24 The ferry sails again, the harbour board said on Friday.\n\nAdvertisement", "text")

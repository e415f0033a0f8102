"""What a line of a page looks like in numbers, and the small model that tells body from boilerplate by them.

Everything is computed with whole numbers over whole arrays, so that it is fast and gives the same answer on every
machine.
"""

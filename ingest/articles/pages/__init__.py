"""The text of an article: a page or a text file without menus, and its language."""

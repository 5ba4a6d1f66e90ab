"""The guide's generated parts: tables, year pages, function pages and drawings, from the rule data itself.

What is generated is committed, so that a reader of the repository sees what a reader of the site sees; a test
tells when it no longer says what the rule data says.
"""

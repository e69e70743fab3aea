"""The report to a supplier on its delivery, as a document: a page to read and to print, in three languages."""

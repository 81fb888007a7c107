"""Export the live file as workbooks, tables and pages."""

"""The live file as workbooks, tables and pages."""

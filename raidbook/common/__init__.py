"""What every room uses: the log, the terminal, processes, what published files say of builds."""

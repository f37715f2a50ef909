"""The commands of the command line, a file each, and what they share: options, the terminal, handing out."""

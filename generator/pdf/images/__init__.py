"""Logos: images in files of teachers, made into what PDF files contain."""

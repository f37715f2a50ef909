"""The site: a page that prints, practises and marks in the browser, written with everything it needs."""

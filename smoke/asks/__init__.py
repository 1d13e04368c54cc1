"""What is asked, a theme a module: each yields questions, and asks nothing until one is put."""

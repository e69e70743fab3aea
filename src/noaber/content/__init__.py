"""Floor 2: a region folder to objects, with every problem's file, line and remedy. Reads its folder, nothing else."""

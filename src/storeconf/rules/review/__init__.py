"""One module for each of the platform's categories ① to ⑬ of rejection reasons (seed 004)."""

"""Activity figures (工作量数据): their kinds, their entry and approval, and their totals."""

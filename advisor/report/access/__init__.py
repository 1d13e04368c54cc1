"""Who can newly do what: the policies of a stack before and after, statement by statement."""

"""What a reviewer sees of a change: its risks, its findings, its price, who may newly do what; as data and as words."""

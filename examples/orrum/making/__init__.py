"""How the made-up case of Orrum is made: each module turns readable inputs into bytes, the same bytes every time."""

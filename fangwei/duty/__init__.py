"""Duty says who answers for a danger: for a place and a domain on a day, one body and the post its cases come to.

It serves "who manages the trade, the business, the operation also manages its safety" (Work Safety Law, Arts. 3, 9, 10);
of the capabilities below it uses the register, and through it the rules of `law/duties` and `law/domains`.
"""

"""How this reader wants the screen: theme and contrast, kept in two cookies; and the tokens with which their programs come."""

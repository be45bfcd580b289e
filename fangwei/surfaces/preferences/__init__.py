"""How this reader wants the screen: theme and contrast, kept in two cookies; there is nothing about a person in them."""

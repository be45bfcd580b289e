"""Those who lead and those who coordinate: what they answer for, where it is late, whom to call."""

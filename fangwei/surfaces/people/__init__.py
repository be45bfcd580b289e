"""People in office: bodies, posts and holders of a territory, staffing them, accounts, and handing a post's cases over."""

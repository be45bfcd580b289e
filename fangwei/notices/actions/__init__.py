"""The verbs of notices: tell, take note of reading, say how one wants to hear, send."""

from fangwei.notices.actions.reading import mark_all_read, mark_read
from fangwei.notices.actions.sending import Gates, Sending, send
from fangwei.notices.actions.telling import tell_of_facts, tell_of_reminders
from fangwei.notices.actions.wishing import NoticeRefused, forget_address, keep_address, keep_preference

__all__ = [
    "Gates",
    "NoticeRefused",
    "Sending",
    "forget_address",
    "keep_address",
    "keep_preference",
    "mark_all_read",
    "mark_read",
    "send",
    "tell_of_facts",
    "tell_of_reminders",
]

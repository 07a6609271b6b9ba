"""The text of an article as readers copy it from a blog: with its menus, byline and footer."""

COPIED = """Slow Trains and Long Letters

Slow Trains and Long Letters

, by Harbour Desk, 3 min reading time

Why Slowness Came Back

The Night Train Returns 🚂

Nobody planned it. The first sleeping cars were bought second-hand, and they filled within a week.

Letters on Paper ✉️

A stamp costs less than a cup of tea. That is why the post office prints more of them each spring.

What Readers Told Us

Waiting as a Habit

Most of them wait gladly. "You look out of the window," one said, "and the window is the point."

Final Thoughts 💭

Slowness is a choice again. Tell us about your slowest journey!
For a longer ride visit our timetable pages
Leave a comment

Leave a comment

Blog posts

  • , by Author Article title

    Read more\u00a0

  • , by Author Article title

    Read more\u00a0


Forgot your password?

Don't have an account yet?
Create account"""

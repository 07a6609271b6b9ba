"""Social login. Nothing here is imported while it is off: allauth's tables are not there then."""

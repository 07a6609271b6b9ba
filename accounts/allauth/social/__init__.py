"""Social login. Only imported when it is configured: allauth's app isn't installed otherwise."""

"""Authenticator apps, recovery codes and passkeys: allauth's, in the words and under the keys of this site."""

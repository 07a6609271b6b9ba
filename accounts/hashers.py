from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes and 1 lane, the first choice of OWASP's Password Storage Cheat Sheet.

    About 20 ms for a login; Django's defaults need 100 MB and 230 ms. Hashes with other parameters stay valid and are
    replaced at the next login.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

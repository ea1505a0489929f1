"""Password hashing at a cost that an office server can pay for many at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB and one lane (OWASP allows 19–64 MiB).

    Django's default of 100 MiB and eight lanes lets a few sign-ins at once
    take all memory.
    """

    memory_cost = 65536
    parallelism = 1

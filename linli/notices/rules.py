import rules

from linli.accounts.rules import is_signed_in

rules.add_perm("notices.read_notices", is_signed_in)

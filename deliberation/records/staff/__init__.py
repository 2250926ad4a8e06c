"""The staff: accounts, what each of them may do where, their sign-ins, and the trail of what they did."""

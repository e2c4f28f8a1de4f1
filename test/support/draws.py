"""The draws that recording scripts share with tests, where both build the same cases from the same seed."""

import math

MASK = 0xFFFFFFFF


def mulberry32(seed):
    """Uniform numbers, as src/core/performance/create-random.ts and test/core/drift/random.ts have them."""
    state = seed & MASK
    while True:
        state = (state + 0x6D2B79F5) & MASK
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & MASK
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & MASK)) & MASK
        yield ((t ^ (t >> 14)) & MASK) / 4294967296


def normal(draws):
    """The next normal number by Box and Muller, of two uniform ones, as test/core/drift/random.ts has it."""
    return math.sqrt(-2 * math.log(1 - next(draws))) * math.cos(2 * math.pi * next(draws))

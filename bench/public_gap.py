"""Generalized assignment, read and checked: each job to one agent, at least cost, within each agent's capacity. Knows nothing of any solver."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]


class BrokenFile(ValueError):
    """What is wrong with a file, in words."""


@dataclass(frozen=True, slots=True)
class Assignment:
    cost: Ints  # (agents, jobs)
    weight: Ints  # (agents, jobs)
    capacity: Ints  # (agents,)


def read_problem(text: str, name: str) -> Assignment:
    """The sizes, the costs of each agent, the weights of each agent, the capacities; refuses anything else with BrokenFile."""
    try:
        numbers = np.array([int(word) for word in text.split()], dtype=np.int64)
    except ValueError as error:
        raise BrokenFile(f"{name}: something is no whole number ({error})") from error
    if len(numbers) < 2 or min(numbers[:2]) < 1:
        raise BrokenFile(f"{name}: does not begin with how many agents and jobs there are")
    agents, jobs = int(numbers[0]), int(numbers[1])
    wanted = 2 + 2 * agents * jobs + agents
    if len(numbers) != wanted:
        raise BrokenFile(f"{name}: {agents} agents and {jobs} jobs need {wanted} numbers, and {len(numbers)} are there")
    if numbers.min() < 0:
        raise BrokenFile(f"{name}: a cost, weight or capacity is below nothing")
    cost, weight = numbers[2 : 2 + 2 * agents * jobs].reshape(2, agents, jobs)
    return Assignment(cost, weight, numbers[2 + 2 * agents * jobs :])


def read_file(path: Path) -> Assignment:
    """A problem from a text file, or from a zip that holds nothing but one."""
    if path.suffix != ".zip":
        return read_problem(path.read_text(), path.name)
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.namelist()
            if len(inside) != 1:
                raise BrokenFile(f"{path.name}: holds {len(inside)} files and not one")
            return read_problem(packed.read(inside[0]).decode(), path.name)
    except zipfile.BadZipFile as error:
        raise BrokenFile(f"{path.name}: is no zip file") from error


def read_bounds(text: str) -> dict[str, tuple[int, int]]:
    """Best known lower and upper bound of each problem's least cost, by the name of its file."""
    table = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) != 3 or not words[1].isdigit() or not words[2].isdigit():
            raise BrokenFile(f"bounds: a line is not a name and two numbers: {line}")
        if words[0].endswith("_Min"):
            table[words[0].removesuffix("_Min")] = (int(words[1]), int(words[2]))
    return table


def check(problem: Assignment, agents: list[int]) -> tuple[int, list[str]]:
    """What an assignment costs, added up job by job, and what it breaks, in words."""
    count, jobs = problem.cost.shape
    if len(agents) != jobs:
        return 0, [f"{len(agents)} jobs are assigned, {jobs} are asked for"]
    broken = [f"job {job} goes to agent {agent}, who is not there" for job, agent in enumerate(agents) if not 0 <= agent < count]
    if broken:
        return 0, broken
    cost, load = 0, [0] * count
    for job, agent in enumerate(agents):
        cost += int(problem.cost[agent, job])
        load[agent] += int(problem.weight[agent, job])
    return cost, [f"agent {agent} carries {load[agent]} of {most}" for agent, most in enumerate(problem.capacity.tolist()) if load[agent] > most]

#!/usr/bin/env python3
"""Plots the futures of one outcome as a fan: the median, and where 50 % and 90 % of them lie.

    sluice ensemble studies/chips --scenario today --scenario ban --keep all.nc
    python3 examples/plot_fan.py all.nc china_compute --scenario today --scenario ban --output fan.png
    python3 examples/plot_fan.py all.nc china_compute --scenario today --against ban --output change.png

With --against, the paired difference: each future under the scenario less the same future under the other.

Needs, from Debian: python3-xarray python3-netcdf4 python3-matplotlib.
"""
import argparse
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import xarray

COLOURS = ["#1f6f8b", "#c8553d", "#5b8e3e", "#7d5ba6", "#b58900", "#444444"]
QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a result of sluice ensemble --keep")
    parser.add_argument("outcome", nargs="?", help="by id; none: the file's outcomes are listed")
    parser.add_argument("--scenario", action="append", help="may be repeated; none: the first one")
    parser.add_argument("--against", help="plot the difference from this scenario, future by future")
    parser.add_argument("--output", default="fan.png")
    return parser.parse_args()


def outcomes_of(data):
    return [name for name in data.data_vars if data[name].dims == ("scenario", "member", "time")]


def stop(message):
    print(f"plot_fan.py: {message}", file=sys.stderr)
    sys.exit(2)


def check_names(data, arguments):
    known = outcomes_of(data)
    if arguments.outcome not in known:
        said = f'no outcome "{arguments.outcome}"; ' if arguments.outcome else ""
        stop(f"{said}the outcomes are: {', '.join(known)}")
    for name in (arguments.scenario or []) + ([arguments.against] if arguments.against else []):
        if name not in data.scenario.values:
            stop(f'no scenario "{name}"; the scenarios are: {", ".join(data.scenario.values)}')


def draw_fan(axes, data, outcome, scenario, against, colour):
    """Bad members are left out, and counted in the legend."""
    usable = data.bad.sel(scenario=scenario) == 0
    futures = data[outcome].sel(scenario=scenario, drop=True)
    if against:
        usable = usable & (data.bad.sel(scenario=against) == 0)
        futures = futures - data[outcome].sel(scenario=against, drop=True)
    futures = futures.where(usable, drop=True)
    low, lower, median, upper, high = futures.quantile(QUANTILES, dim="member").values
    left_out = int((~usable).sum())
    label = str(data.scenario_label.sel(scenario=scenario).item() or scenario)
    label += f" ({left_out} futures unusable)" if left_out else ""
    axes.fill_between(data.time.values, low, high, color=colour, alpha=0.15, linewidth=0)
    axes.fill_between(data.time.values, lower, upper, color=colour, alpha=0.30, linewidth=0)
    axes.plot(data.time.values, median, color=colour, linewidth=2, label=label)


def main():
    arguments = parse_arguments()
    data = xarray.open_dataset(arguments.file)
    check_names(data, arguments)
    scenarios = arguments.scenario or [str(data.scenario.values[0])]
    figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
    for number, scenario in enumerate(scenarios):
        draw_fan(axes, data, arguments.outcome, scenario, arguments.against,
                 COLOURS[number % len(COLOURS)])
    series = data[arguments.outcome]
    change = f", less the same future under {arguments.against}" if arguments.against else ""
    axes.set_title(f"{series.attrs.get('long_name', arguments.outcome)}{change}\n"
                   f"{data.sizes['member']:,} futures: median, 50 % and 90 % bands",
                   loc="left", fontsize=11)
    axes.set_ylabel(series.attrs.get("units", ""))
    axes.yaxis.set_major_formatter("{x:,.6g}")
    axes.set_xlim(data.time.values[0], data.time.values[-1])
    axes.margins(y=0.02)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.legend(frameon=False, loc="best")
    figure.supxlabel(f"{data.attrs['title']} · {data.attrs['source']}, seed {data.attrs['seed']}",
                     x=0.99, ha="right", fontsize=7, color="#777777")
    figure.savefig(arguments.output, dpi=150)
    print(f"{arguments.output}: {arguments.outcome} under {', '.join(scenarios)}")


if __name__ == "__main__":
    main()

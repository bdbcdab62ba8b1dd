/** One part of an answer as models write them: prose with emphasis, code spans, links and citations, a list, a table, a formula, code. */
const part = (index: number): string => `## ${index}. What the measurements of winter ${2010 + index} say

The **seasonal factor** of the pump was *${(2.8 + (index % 9) / 10).toFixed(1)}* over the whole winter [${(index % 3) + 1}], a little more than the
manual promises for this flow temperature. The controller's log shows \`mode=auto\` for ${100 + index} days, and the curve was lowered twice;
see [the manual](https://example.org/manual?chapter=${index}) for how the two settings depend on each other. None of this explains the peak
in January by itself, so the rest of this section looks at the house and not at the pump.

1. **Windows**: the north side loses $U \\cdot A = ${(1.1 + index / 10).toFixed(1)} \\cdot ${8 + index}$ watts per kelvin.
2. **Radiators**: two of them were closed, which raised the return temperature.
   - the one in the hall, from October on
   - the one in the study, for three weeks
3. **Hot water**: ${3 + (index % 4)} litres a minute, measured at the tap [${((index + 1) % 3) + 1}].

| Month | Heat (kWh) | Power (kWh) | Factor |
|:------|-----------:|------------:|:------:|
| November | ${900 + index * 7} | ${300 + index * 2} | ${(2.9 + (index % 5) / 10).toFixed(2)} |
| December | ${1400 + index * 9} | ${480 + index * 3} | ${(2.8 + (index % 4) / 10).toFixed(2)} |
| January | ${1900 + index * 5} | ${690 + index * 2} | ${(2.6 + (index % 6) / 10).toFixed(2)} |

$$
\\mathrm{SPF} = \\frac{\\sum_i Q_i}{\\sum_i W_i} \\approx ${(2.7 + (index % 7) / 10).toFixed(2)}
$$

\`\`\`typescript
// Mean factor of the days in \`rows\`, weighted by the heat of each.
export const factorOf = (rows: readonly Day[]): number => {
  const heat = rows.reduce((sum, row) => sum + row.heatKwh, 0);
  const power = rows.reduce((sum, row) => sum + row.powerKwh, 0);
  return power === 0 ? Number.NaN : heat / power;
};
\`\`\`

> The figures of ${2010 + index} were read by hand. An error of one percent moves the factor by less than the rounding above.

`;

/** About 1,900 characters for each part. */
export const longAnswer = (parts: number): string => Array.from({ length: parts }, (_none, index) => part(index)).join("");

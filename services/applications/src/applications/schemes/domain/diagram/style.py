"""What a diagram looks like, in light and in dark. Every pair of colours is easy to read."""

from typing import Final

STYLE: Final = """
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
.page { fill: #ffffff; }
.heading { font-size: 20px; font-weight: 700; }
.tag { font-size: 12px; font-weight: 600; letter-spacing: .04em; }
.title { font-size: 15px; font-weight: 600; }
.note { font-size: 13px; }
text { fill: #14202b; }
.note, .tag { fill: #3d4c5a; }
.box { stroke-width: 1.5; }
.start .box { fill: #eceff2; stroke: #5b6b7a; }
.step .box { fill: #e4eefa; stroke: #2a5f95; stroke-width: 2; }
.step .tag { fill: #1d4a78; }
.outcome .box { fill: #ffffff; stroke: #5b6b7a; }
.branch .box { fill: #f4f5f7; stroke: #5b6b7a; stroke-dasharray: 5 3; }
.yes .box { fill: #ddf3e2; stroke: #1f7a3a; stroke-width: 2; }
.not-yet .box { fill: #fdedd3; stroke: #96600a; stroke-width: 2; }
.back .box { fill: #ffffff; stroke: #5b6b7a; stroke-dasharray: 2 3; }
.arrow { fill: none; stroke: #5b6b7a; stroke-width: 1.6; }
.waits { stroke-dasharray: 6 4; }
.head { fill: #5b6b7a; }
@media (prefers-color-scheme: dark) {
  .page { fill: #11171d; }
  text { fill: #e8eef4; }
  .note, .tag { fill: #b9c6d2; }
  .start .box { fill: #232d37; stroke: #8fa1b2; }
  .step .box { fill: #16304b; stroke: #6fa9e0; }
  .step .tag { fill: #a9cff5; }
  .outcome .box { fill: #1a222b; stroke: #8fa1b2; }
  .branch .box { fill: #202932; stroke: #8fa1b2; }
  .yes .box { fill: #123a20; stroke: #5cc47c; }
  .not-yet .box { fill: #44300c; stroke: #e0a848; }
  .back .box { fill: #11171d; stroke: #8fa1b2; }
  .arrow { stroke: #8fa1b2; }
  .head { fill: #8fa1b2; }
}
"""

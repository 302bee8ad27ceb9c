"""A small SVG drawing of a hall, and the same written in another way."""

HALL = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">
  <g id="room" fill="#dddddd" stroke="black" stroke-width="2">
    <rect id="hall" x="10" y="10" width="380" height="280"/>
    <rect id="stage" x="150" y="20" width="100" height="60" fill="#c0392b"/>
  </g>
  <g id="exits">
    <circle id="exit-north" cx="40" cy="40" r="12" fill="green"/>
    <path id="arrow" d="M 300 250 L 340 250 L 340 240 L 360 255 L 340 270 L 340 260 L 300 260 Z"/>
    <text id="label" x="160" y="55" font-size="20" fill="white">Stage</text>
  </g>
  <line x1="10" y1="150" x2="390" y2="150" stroke="#000000"/>
</svg>
"""

OTHERWISE = """<!-- another program -->
<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><s:style>
 .wall { fill: rgb(221, 221, 221); stroke: #000; stroke-width: 2px } #stage { fill: #C0392B }
</s:style><s:g id="layer1">
<s:g id="exits" transform="translate(20, 20)">
 <s:text id="label" x="140" y="35" style="fill:#fff"
 ><s:tspan>Sta</s:tspan><s:tspan>ge</s:tspan></s:text>
 <s:ellipse style="fill:#008000" rx="12" ry="12" cx="20" cy="20" id="exit-north"/>
 <s:g transform="scale(2)"><s:path id="arrow" d="m140 115h20v-5l10 7.5-10 7.5v-5h-20z"/></s:g>
</s:g>
<s:g id="room"><s:path class="wall" id="hall" d="M10,10H390V290H10z"/>
 <s:polygon class="wall" id="stage" points="150,20 250,20 250,80 150,80"/></s:g>
<s:path d="M10 150 L390 150" fill="none" stroke="black"/></s:g></s:svg>
"""

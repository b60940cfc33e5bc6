// Colours that people with any kind of colour vision can tell apart: the qualitative
// ones after Okabe and Ito, "Color Universal Design" (2008), the sequential ones after
// Brewer, ColorBrewer 2.0 (YlOrRd and Purples, both marked colour-blind safe).

export const palette = {
  paper: '#eceae4',
  town: '#fbfaf7',
  townLine: '#9a958a',
  townChosen: '#3d3a35',
  villageLine: '#d8d4ca',
  ink: '#2f2c28',
  halo: '#fbfaf7',

  covered: '#0072b2',
  facility: '#d55e00',
  notCounted: '#8c8c8c',

  complete: '#9ecae1',
  missing: ['#ffffb2', '#fecc5c', '#fd8d3c', '#f03b20', '#bd0026'],

  built: '#007a58',
  planned: '#009e73',
  connector: '#6b6b6b',

  residentialCovered: '#009e73',
  residentialUncovered: '#e69f00',
  radius: '#009e73',

  isochrone: ['#3f007d', '#6a51a3', '#9e9ac8'],
} as const;

/**
 * Published average costs per year and month of cover, as CSV in the form in which imports come.
 * Source: Official Journal of the European Union, C series, the notice that column `oj` names
 * (average costs of benefits in kind, IR 987/2009 Art 64; before, Regulation (EEC) 574/72 Arts 94, 95).
 * `family` and `pensioner` are the groups before age groups existed, `all` serves both.
 */
export const averageCostsCsv: string = `year,state,group,age_group,annual_average,currency,monthly_x20,monthly_x15,decimals,oj,note
2018,IE,all,under-20,1867.35,EUR,124.49,132.27,2,"C 251, 28.6.2021, p. 4",
2018,IE,all,20-64,2937.04,EUR,195.80,208.04,2,"C 251, 28.6.2021, p. 4",
2018,IE,all,65-plus,9180.80,EUR,612.05,650.31,2,"C 251, 28.6.2021, p. 4",
2018,PT,all,under-20,902.55,EUR,60.17,63.93,2,"C 251, 28.6.2021, p. 4",
2018,PT,all,20-64,782.65,EUR,52.18,55.44,2,"C 251, 28.6.2021, p. 4",
2018,PT,all,65-plus,1757.88,EUR,117.19,124.52,2,"C 251, 28.6.2021, p. 4",
2018,GB,all,under-20,852.72,GBP,56.85,,2,"C 251, 28.6.2021, p. 4",
2018,GB,all,20-64,1906.10,GBP,127.07,,2,"C 251, 28.6.2021, p. 4",
2018,GB,all,65-plus,5458.43,GBP,363.90,,2,"C 251, 28.6.2021, p. 4",
2016,CY,all,under-20,312.55,EUR,20.84,22.14,2,"C 36, 29.1.2019",
2016,CY,all,20-64,315.66,EUR,21.04,22.36,2,"C 36, 29.1.2019",
2016,CY,all,65-plus,1371.96,EUR,91.46,97.18,2,"C 36, 29.1.2019",
2012,IE,family,,3279.32,EUR,218.62,,2,"C 15, 16.1.2016, p. 9",
2012,IE,pensioner,,7734.83,EUR,515.66,,2,"C 15, 16.1.2016, p. 9",
2012,BE,family,,1938.71,EUR,129.25,,2,"C 133, 24.4.2015, p. 4",
2012,BE,pensioner,,5837.96,EUR,389.20,,2,"C 133, 24.4.2015, p. 4",
2012,FR,family,,2507.53,EUR,167.16,,2,"C 133, 24.4.2015, p. 4",formula gives 167.17; the published amount prevails
2012,FR,pensioner,,5736.65,EUR,382.44,,2,"C 133, 24.4.2015, p. 4",
2012,CY,family,,858.72,EUR,57.25,,2,"C 133, 24.4.2015, p. 4",
2012,CY,pensioner,,1073.71,EUR,71.58,,2,"C 133, 24.4.2015, p. 4",
2012,LU,family,,2828.40,EUR,188.56,,2,"C 133, 24.4.2015, p. 4",
2012,LU,pensioner,,10069.98,EUR,671.33,,2,"C 133, 24.4.2015, p. 4",
2012,SI,family,,746.73,EUR,49.78,,2,"C 133, 24.4.2015, p. 4",
2012,SE,family,,17357.79,SEK,1157.19,,2,"C 133, 24.4.2015, p. 4",
2012,GB,family,,2058.35,GBP,137.22,,2,"C 133, 24.4.2015, p. 4",
2011,IE,family,,3460.49,EUR,230.70,,2,"C 381, 28.10.2014, p. 5",
2011,LV,family,,252.57,LVL,16.84,,2,"C 381, 28.10.2014, p. 5",
2011,SE,family,,16550.36,SEK,1103.36,,2,"C 381, 28.10.2014, p. 5",
2011,RO,family,row-1,714.80,RON,47.65,,2,"C 381, 28.10.2014, p. 5",
2011,RO,family,row-2,1384.35,RON,92.29,,2,"C 381, 28.10.2014, p. 5",
2008,MT,family,,767.64,EUR,51.18,,2,"C 36, 8.2.2013, p. 19",
2007,GR,family,,1133.60,EUR,75.57,,2,"C 215, 10.8.2010, p. 12",
2006,CY,family,,692.84,EUR,46.19,,2,"C 215, 10.8.2010, p. 12",
2006,CY,pensioner,,937.96,EUR,62.53,,2,"C 215, 10.8.2010, p. 12",
2005,IE,family,,3691.51,EUR,246.10,,2,"C 36, 8.2.2013, p. 16",
2005,IE,pensioner,,7483.51,EUR,498.90,,2,"C 36, 8.2.2013, p. 16",
2005,BE,family,,1345.80,EUR,89.72,,2,"C 27, 31.1.2008, p. 13",
2005,GR,family,,1113.47,EUR,74.23,,2,"C 27, 31.1.2008, p. 13",
2005,PT,family,,968.37,EUR,64.56,,2,"C 27, 31.1.2008, p. 13",
2005,SK,family,,9557.44,SKK,637.16,,2,"C 27, 31.1.2008, p. 13",
`;

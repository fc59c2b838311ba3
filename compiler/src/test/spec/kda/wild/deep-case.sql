CrEaTe Or RePlAcE sTrEaM "OUT"(id iNtEgEr,grade VARCHAR(10));
cReAtE oR rEpLaCe PuMp "P" aS iNsErT iNtO "OUT"
SeLeCt StReAm id,CASE
  WHEN a>=10AND b>=10
    THEN CASE WHEN a=b THEN'equal'WHEN a>b THEN'a'ELSE'b'END
  WHEN a IS NULL
    OR b IS NULL THEN'missing'
  ELSE'small'
END fRoM "S"wHeRe(id>0)aNd(id<100);

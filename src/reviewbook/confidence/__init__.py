"""How sure it is: confidence in each finding, after GRADE-CERQual."""

-- Which of several things of its registration an incident is about; NULL for the registration.
ALTER TABLE incident ADD COLUMN subject TEXT;

-- The guarantee: at most one open incident per registration, rule and subject. An index takes any
-- number of NULLs, and a subject may be empty, so that both are told apart by an expression.
DROP INDEX incident_open;
CREATE UNIQUE INDEX incident_open ON incident (
  registration, rule, subject IS NULL, ifnull(subject, '')
) WHERE open = 1;

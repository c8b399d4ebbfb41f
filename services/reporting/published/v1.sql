-- What consumers may read, version 1: columns, types and meanings stay as they are; what is to be other is version 2.
-- Counts, never a row about one person: whoever reads here sees what a central_reader sees of the whole province.
-- Made in the schema published_v1 by services.reporting.published; the tables are found by the owner's search path.

CREATE VIEW published_v1.campaigns WITH (security_barrier) AS
SELECT campaign,
       facts ->> 'title' AS title,
       (facts ->> 'year')::integer AS year,
       rulebook,
       province,
       reference_date::date AS reference_date
FROM campaigns;
COMMENT ON VIEW published_v1.campaigns IS 'The campaigns that reporting has heard of.';
COMMENT ON COLUMN published_v1.campaigns.province IS 'Code of the provincial Party organization.';
COMMENT ON COLUMN published_v1.campaigns.reference_date IS 'The day on which the campaign sees the register.';

CREATE VIEW published_v1.organizations WITH (security_barrier) AS
SELECT e.campaign,
       o.code AS organization,
       n.name,
       o.type,
       o.parent,
       p.unit,
       p.grassroots,
       p.path,
       o.founded_on::date AS founded_on,
       o.ended_on::date AS ended_on
FROM register_editions e
JOIN campaigns c ON c.campaign = e.campaign
JOIN register_organizations o
  ON o.known_from <= e.position AND o.known_until > e.position
 AND o.holds_from <= e.reference_date AND o.holds_until > e.reference_date
JOIN register_places p ON p.edition = e.campaign AND p.code = o.code
LEFT JOIN names n
  ON n.code = 'org:' || o.code AND n.known_from <= e.position AND n.known_until > e.position
 AND n.holds_from <= e.reference_date AND n.holds_until > e.reference_date
WHERE starts_with(p.path, '/' || c.province || '/');
COMMENT ON VIEW published_v1.organizations IS 'The tree of Party organizations as each campaign sees it.';
COMMENT ON COLUMN published_v1.organizations.name IS 'Its name on the campaign''s reference date.';
COMMENT ON COLUMN published_v1.organizations.unit IS 'The organization directly under the province at or above it, else the province.';
COMMENT ON COLUMN published_v1.organizations.grassroots IS 'The grassroots organization at or above it, if any.';
COMMENT ON COLUMN published_v1.organizations.path IS 'The way down to it by codes: /TU/QN/QN-01/.';
COMMENT ON COLUMN published_v1.organizations.ended_on IS 'One that ended before the reference date is no subject of the campaign.';

CREATE VIEW published_v1.ratings WITH (security_barrier) AS
SELECT units.campaign, units.unit, kinds.kind, levels.level, coalesce(counted.subjects, 0) AS subjects
FROM (SELECT DISTINCT campaign, unit FROM roster) units
CROSS JOIN (VALUES ('org'), ('col'), ('mem'), ('ldr')) kinds (kind)
CROSS JOIN (VALUES ('HTXSNV'), ('HTTNV'), ('HTNV'), ('KHTNV'), ('not_rated')) levels (level)
LEFT JOIN (
    SELECT campaign, unit, kind, coalesce(level, 'not_rated') AS level, count(*) AS subjects
    FROM roster GROUP BY 1, 2, 3, 4
) counted USING (campaign, unit, kind, level);
COMMENT ON VIEW published_v1.ratings IS 'How many subjects of each unit and kind hold which level; a row for each level, also of none.';
COMMENT ON COLUMN published_v1.ratings.kind IS 'org: organizations, col: leading collectives, mem: members, ldr: leaders in posts.';
COMMENT ON COLUMN published_v1.ratings.level IS 'HTXSNV, HTTNV, HTNV, KHTNV, best first; not_rated.';

CREATE VIEW published_v1.ratings_by_type WITH (security_barrier) AS
SELECT campaign, unit, kind, type, coalesce(level, 'not_rated') AS level, count(*) AS subjects
FROM roster
WHERE kind IN ('org', 'col')
GROUP BY 1, 2, 3, 4, 5;
COMMENT ON VIEW published_v1.ratings_by_type IS 'Organizations and collectives by their type. Not leaders: of one post group a unit often has one.';

CREATE VIEW published_v1.not_rated WITH (security_barrier) AS
SELECT campaign, unit, kind, coalesce(left_out, 'undecided') AS reason, count(*) AS subjects
FROM roster
WHERE level IS NULL
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW published_v1.not_rated IS 'Those without a level, by the reason for which the rulebook leaves them out.';
COMMENT ON COLUMN published_v1.not_rated.reason IS 'Of the campaign''s rulebook; undecided where no rule leaves them out.';

CREATE VIEW published_v1.derived_levels WITH (security_barrier) AS
SELECT campaign,
       unit,
       kind,
       derived AS level,
       count(*) AS subjects,
       count(*) FILTER (WHERE derived <> 'none' AND level <> derived) AS differing
FROM roster
WHERE derived IS NOT NULL
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW published_v1.derived_levels IS 'Which levels the rules derive, as ratings proposed them last.';
COMMENT ON COLUMN published_v1.derived_levels.level IS 'A level, or none where there are no degrees to derive one from.';
COMMENT ON COLUMN published_v1.derived_levels.differing IS 'Of these, to whom a body assigned another level.';

CREATE VIEW published_v1.reviews WITH (security_barrier) AS
SELECT campaign, unit, kind, count(*) AS must_review, count(*) FILTER (WHERE reviewed) AS reviewed
FROM roster
WHERE must_review
GROUP BY 1, 2, 3;
COMMENT ON VIEW published_v1.reviews IS 'Reviews that are owed, and of these the submitted ones.';

CREATE VIEW published_v1.dossiers WITH (security_barrier) AS
SELECT campaign, unit, kind, dossier AS punctuality, dossier_state AS state, count(*) AS dossiers
FROM roster
WHERE dossier IS NOT NULL
GROUP BY 1, 2, 3, 4, 5;
COMMENT ON VIEW published_v1.dossiers IS 'Dossiers that are owed to the province, by whether they came in time and where they are.';
COMMENT ON COLUMN published_v1.dossiers.punctuality IS 'on_time, late, missing: by the first forwarding.';
COMMENT ON COLUMN published_v1.dossiers.state IS 'none (never forwarded), forwarded, received, accepted, returned, recalled.';

CREATE VIEW published_v1.plans WITH (security_barrier) AS
SELECT e.campaign,
       e.unit,
       e.type,
       count(*) AS owed,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM plans p WHERE p.campaign = e.campaign AND p.organization = e.organization
       )) AS adopted,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM interim_summaries s WHERE s.campaign = e.campaign AND s.organization = e.organization
       )) AS summed_up
FROM roster e
WHERE e.kind = 'org'
  AND e.type <> 'DB_TINH'
  AND (e.type = 'DB_TRUC_THUOC_TINH' OR EXISTS (
      SELECT FROM published_v1.organizations below
      WHERE below.campaign = e.campaign AND below.parent = e.organization
  ))
GROUP BY 1, 2, 3;
COMMENT ON VIEW published_v1.plans IS 'Organizations that lead others and so owe a plan; who has adopted one and who has looked back half-way.';
COMMENT ON COLUMN published_v1.plans.type IS 'The type of organization.';

CREATE VIEW published_v1.prompts WITH (security_barrier) AS
SELECT p.campaign,
       p.issued_by,
       e.unit,
       count(*) AS issued,
       count(*) FILTER (WHERE p.answered AND r.submitted) AS answered
FROM prompts p
LEFT JOIN roster e ON e.campaign = p.campaign AND e.subject = p.subject
LEFT JOIN reviews r ON r.campaign = p.campaign AND r.subject = p.subject
GROUP BY 1, 2, 3;
COMMENT ON VIEW published_v1.prompts IS 'Prompts by who issued them and the unit of whom, and how many a submitted review has answered.';
COMMENT ON COLUMN published_v1.prompts.unit IS 'Null where the one who was prompted is no subject of the campaign.';

CREATE VIEW published_v1.prompt_points WITH (security_barrier) AS
SELECT p.campaign,
       p.issued_by,
       e.unit,
       count(*) FILTER (WHERE NOT (t.answered AND e.reviewed)) AS open,
       count(*) FILTER (WHERE t.answered AND e.reviewed AND t.judgement IS NULL) AS waiting,
       count(*) FILTER (WHERE t.answered AND e.reviewed AND t.judgement = 'accepted') AS accepted,
       count(*) FILTER (WHERE t.answered AND e.reviewed AND t.judgement = 'insufficient') AS insufficient
FROM prompt_points t
JOIN prompts p ON p.campaign = t.campaign AND p.code = t.code
JOIN roster e ON e.campaign = p.campaign AND e.subject = p.subject
GROUP BY 1, 2, 3;
COMMENT ON VIEW published_v1.prompt_points IS 'The points of prompts: each is open, waits for a word, or was judged.';

CREATE VIEW published_v1.decisions WITH (security_barrier) AS
SELECT campaign, decided_by, sum(accepted) AS accepted, sum(refused) AS refused
FROM (
    SELECT campaign, decided_by, 1 AS accepted, 0 AS refused FROM decisions
    UNION ALL
    SELECT campaign, decided_by, 0, 1 FROM decision_refusals r
    WHERE NOT EXISTS (
        SELECT FROM decisions d
        WHERE d.campaign = r.campaign AND d.decided_by = r.decided_by AND d.document = r.document
    )
) documents
GROUP BY 1, 2;
COMMENT ON VIEW published_v1.decisions IS 'Decision documents by the body that decided: accepted, and refused to this day.';

CREATE VIEW published_v1.caps WITH (security_barrier) AS
WITH rules AS (
    SELECT c.campaign,
           rule ->> 'id' AS cap,
           rule ->> 'level' AS excellent,
           CASE rule ->> 'level' WHEN 'HTXSNV' THEN 'HTTNV' WHEN 'HTTNV' THEN 'HTNV' WHEN 'HTNV' THEN 'KHTNV' END AS good,
           (rule ->> 'max_pct')::integer AS percent,
           (rule -> 'raised' ->> 'max_pct')::integer AS raised_percent,
           rule -> 'raised' -> 'when' ->> 'finding' AS raised_by,
           rule ->> 'base' AS base,
           rule ->> 'rounding' AS rounding,
           coalesce((rule ->> 'minimum_allowed')::integer, 0) AS minimum,
           CASE jsonb_typeof(rule -> 'group_by') WHEN 'array' THEN jsonb_array_length(rule -> 'group_by') ELSE 1 END AS parts,
           CASE subjects WHEN 'party_org' THEN 'org' WHEN 'leading_collective' THEN 'col'
                         WHEN 'member' THEN 'mem' WHEN 'leader' THEN 'ldr' END AS kind
    FROM campaigns c
    JOIN rulebooks b ON b.rulebook = c.rulebook
    CROSS JOIN jsonb_array_elements(b.caps::jsonb) rule
    CROSS JOIN jsonb_array_elements_text(rule -> 'subjects') subjects
), standing AS (
    SELECT rules.*,
           CASE rules.kind WHEN 'mem' THEN e.grassroots ELSE e.decided_by END AS body,
           CASE WHEN rules.parts > 1 THEN e.type END AS type,
           e.level,
           CASE WHEN e.level = rules.excellent AND e.cap_override <> '' THEN e.cap_override COLLATE "C" END AS override
    FROM rules
    JOIN roster e ON e.campaign = rules.campaign AND e.kind = rules.kind
    WHERE rules.parts = 1 OR e.type IS NOT NULL
    UNION ALL
    SELECT rules.*, e.organization, NULL, NULL, NULL
    FROM rules
    JOIN roster e ON e.campaign = rules.campaign AND e.kind = 'org' AND e.type IN ('DB_CO_SO', 'CB_CO_SO')
    WHERE rules.kind = 'mem'
), counted AS (
    SELECT campaign, cap, body, type, percent, raised_percent, raised_by, base, rounding, minimum,
           count(*) FILTER (WHERE level = excellent) AS excellent,
           count(*) FILTER (WHERE level = good) AS good,
           count(level) AS rated,
           string_agg(DISTINCT override, ';' ORDER BY override) AS override
    FROM standing
    WHERE body IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
), measured AS (
    SELECT counted.*,
           CASE WHEN EXISTS (
               SELECT FROM findings f
               WHERE f.campaign = counted.campaign AND f.subject = 'org:' || body AND f.fact = raised_by AND f.holds
           ) THEN raised_percent ELSE percent END
           * CASE WHEN base = 'rated_total' THEN rated
                  WHEN right(base, 6) = '_final' THEN good
                  ELSE good + excellent END AS hundredths
    FROM counted
)
SELECT m.campaign,
       m.cap,
       m.body,
       m.type,
       m.good,
       m.excellent,
       greatest(m.minimum, CASE m.rounding WHEN 'floor' THEN m.hundredths / 100
                                           WHEN 'half_up' THEN (m.hundredths + 50) / 100
                                           WHEN 'ceiling' THEN (m.hundredths + 99) / 100 END) AS allowed,
       m.override
FROM measured m
JOIN published_v1.organizations o ON o.campaign = m.campaign AND o.organization = m.body;
COMMENT ON VIEW published_v1.caps IS 'Every group of every cap: how many hold the capped level and how many may.';
COMMENT ON COLUMN published_v1.caps.cap IS 'Id of the cap in the campaign''s rulebook.';
COMMENT ON COLUMN published_v1.caps.body IS 'The organization that decides in the group; for members their grassroots organization.';
COMMENT ON COLUMN published_v1.caps.type IS 'Type or post group, where the cap is by it.';
COMMENT ON COLUMN published_v1.caps.good IS 'How many hold the level below the capped one.';
COMMENT ON COLUMN published_v1.caps.excellent IS 'How many hold the capped level.';
COMMENT ON COLUMN published_v1.caps.allowed IS 'How many may, by the rulebook''s percentage, base and rounding.';
COMMENT ON COLUMN published_v1.caps.override IS 'The documents that allow exceeding it, with ; between them.';

CREATE VIEW published_v1.reports WITH (security_barrier) AS
SELECT campaign, version, content_sha256, issued_at::timestamptz AS issued_at
FROM reports;
COMMENT ON VIEW published_v1.reports IS 'The consolidated reports that were issued; what they froze is had over HTTP.';

CREATE VIEW published_v1.positions WITH (security_barrier) AS
SELECT split_part(k.source, '/', -1) AS service, k.number AS position, l.at::timestamptz AS recorded_at
FROM checkpoints k
LEFT JOIN latest l ON l.source = k.source
WHERE k.source <> 'relay';
COMMENT ON VIEW published_v1.positions IS 'Up to where in each service''s log the other views are built, as the answers of HTTP name it.';
COMMENT ON COLUMN published_v1.positions.recorded_at IS 'When the newest event was recorded that changed anything here.';

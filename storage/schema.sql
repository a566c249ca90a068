CREATE TABLE acknowledgement (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	who TEXT NOT NULL, 
	note TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(event_id) REFERENCES event (id)
)
 STRICT

;

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE attempt (
	id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	outcome TEXT, 
	status INTEGER, 
	detail TEXT NOT NULL, part INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(outbox_id) REFERENCES outbox (id)
)
 STRICT

;

CREATE TABLE backfill (
	id INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	until TEXT NOT NULL, 
	max_pages INTEGER, 
	state TEXT NOT NULL, 
	following TEXT, 
	pending TEXT, 
	done INTEGER NOT NULL, 
	pages_read INTEGER NOT NULL, 
	rows INTEGER NOT NULL, 
	wanted INTEGER NOT NULL, 
	stored INTEGER NOT NULL, 
	copies INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	unread INTEGER NOT NULL, 
	undated INTEGER NOT NULL, 
	newest_on TEXT, 
	oldest_on TEXT, 
	reached_on TEXT, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	seen TEXT, 
	"left" TEXT, 
	met INTEGER NOT NULL, 
	started_at TEXT NOT NULL, 
	changed_at TEXT NOT NULL, 
	finished_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT backfill_state CHECK (state IN ('running','finished','abandoned'))
)
 STRICT

;

CREATE TABLE campaign_proposal (
	id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	campaign TEXT, 
	printed TEXT NOT NULL, 
	notice_id INTEGER, 
	proposed_at TEXT NOT NULL, 
	decided_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT proposal_state CHECK (state IN ('proposed','confirmed','rejected'))
)
 STRICT

;

CREATE TABLE channel_state (
	id TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	failing_since TEXT, 
	paused_until TEXT, 
	spent_until TEXT, 
	next_digest_at TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE check_log (
	id INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT NOT NULL, 
	health TEXT NOT NULL, 
	diagnosis TEXT NOT NULL, 
	rows INTEGER NOT NULL, 
	new INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	problems TEXT, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE decision (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	detail TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	decided_at TEXT NOT NULL, 
	undone_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT decision_kind CHECK (kind IN ('split','merge')), 
	FOREIGN KEY(one_id) REFERENCES notice (id), 
	FOREIGN KEY(other_id) REFERENCES notice (id)
)
 STRICT

;

CREATE TABLE event (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	notice_id INTEGER, 
	page_id INTEGER, 
	content_hash TEXT NOT NULL, 
	at TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT event_once UNIQUE (subject, kind, seq)
)
 STRICT

;

CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	fetched_at TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	length INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	chain TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE gap (
	id INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	found_at TEXT NOT NULL, 
	pages_read INTEGER NOT NULL, 
	rows INTEGER NOT NULL, 
	closed INTEGER NOT NULL, 
	why TEXT NOT NULL, final INTEGER DEFAULT 1 NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE host_lines (
	host TEXT NOT NULL, 
	pages INTEGER NOT NULL, 
	counts TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	PRIMARY KEY (host)
)
 STRICT

;

CREATE TABLE notice (
	id INTEGER NOT NULL, 
	original_page_id INTEGER, 
	title TEXT NOT NULL, 
	published_on TEXT, 
	issuer TEXT, 
	campaign TEXT, 
	stage TEXT, 
	document_type TEXT, 
	official INTEGER NOT NULL, 
	withdrawn INTEGER NOT NULL, 
	merged_into INTEGER, 
	created_at TEXT NOT NULL, gathers INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE notice_link (
	id INTEGER NOT NULL, 
	notice_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	relation TEXT NOT NULL, 
	score REAL NOT NULL, 
	evidence TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(notice_id) REFERENCES notice (id), 
	FOREIGN KEY(other_id) REFERENCES notice (id), 
	UNIQUE (notice_id, other_id, relation)
)
 STRICT

;

CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	route_id TEXT NOT NULL, 
	channel_id TEXT NOT NULL, 
	dedup_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	crashes INTEGER NOT NULL, 
	maybe_sent INTEGER NOT NULL, 
	next_at TEXT NOT NULL, 
	lease_until TEXT, 
	lease_owner TEXT, 
	first_try_at TEXT, 
	finished_at TEXT, digest_id INTEGER, held TEXT, told_elsewhere INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT outbox_state CHECK (state IN ('waiting','sending','retry','delivered','dead','suppressed')), 
	FOREIGN KEY(event_id) REFERENCES event (id), 
	CONSTRAINT outbox_once UNIQUE (dedup_key)
)
 STRICT

;

CREATE TABLE outbox_part (
	id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	accepted_at TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT part_once UNIQUE (outbox_id, number)
)
 STRICT

;

CREATE TABLE page (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	external_id TEXT, 
	source_id TEXT NOT NULL, 
	tier TEXT NOT NULL, 
	url TEXT, 
	notice_id INTEGER, 
	relation TEXT, 
	score REAL, 
	match_evidence TEXT NOT NULL, 
	title TEXT NOT NULL, 
	listing_title TEXT NOT NULL, 
	state TEXT NOT NULL, 
	inline INTEGER NOT NULL, 
	listed INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	published_on TEXT, 
	campaign TEXT, 
	stage TEXT, 
	document_type TEXT, 
	labels TEXT, 
	revision_id INTEGER, 
	content_hash TEXT NOT NULL, 
	read_failures INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	first_seen_at TEXT NOT NULL, 
	last_seen_at TEXT NOT NULL, 
	missing_since TEXT, 
	recheck_at TEXT, 
	recheck_stage INTEGER NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT page_state CHECK (state IN ('live','unread','missing','withdrawn')), 
	FOREIGN KEY(notice_id) REFERENCES notice (id), 
	CONSTRAINT page_key_once UNIQUE ("key")
)
 STRICT

;

CREATE TABLE page_key (
	"key" TEXT NOT NULL, 
	page_id INTEGER NOT NULL, 
	PRIMARY KEY ("key", page_id)
)
 WITHOUT ROWID,
 STRICT

;

CREATE TABLE posting (
	shingle INTEGER NOT NULL, 
	page_id INTEGER NOT NULL, 
	PRIMARY KEY (shingle, page_id)
)
 WITHOUT ROWID,
 STRICT

;

CREATE TABLE revision (
	id INTEGER NOT NULL, 
	page_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	seen_at TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	title TEXT NOT NULL, 
	body TEXT NOT NULL, 
	document TEXT, 
	evidence_id INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(page_id) REFERENCES page (id), 
	CONSTRAINT revision_once UNIQUE (page_id, seq)
)
 STRICT

;

CREATE TABLE seen_row (
	source_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	title_key TEXT NOT NULL, 
	published_on TEXT, 
	position INTEGER NOT NULL, 
	first_seen_at TEXT NOT NULL, 
	PRIMARY KEY (source_id, "key")
)
 WITHOUT ROWID,
 STRICT

;

CREATE TABLE silence (
	id INTEGER NOT NULL, 
	until TEXT NOT NULL, 
	events TEXT, 
	sources TEXT, 
	campaigns TEXT, 
	reason TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE TABLE source (
	id TEXT NOT NULL, 
	health TEXT NOT NULL, 
	diagnosis TEXT NOT NULL, 
	hint TEXT NOT NULL, 
	baseline_at TEXT, 
	next_check_at TEXT, 
	last_check_at TEXT, 
	last_ok_at TEXT, 
	failures INTEGER NOT NULL, 
	told_unhealthy INTEGER NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	listing_sha256 TEXT, 
	rows INTEGER NOT NULL, since_at TEXT, told_soft TEXT DEFAULT '' NOT NULL, newest_on TEXT, limit_days INTEGER, limit_on TEXT, deep_at TEXT, rows_sha256 TEXT, 
	PRIMARY KEY (id)
)
 STRICT

;

CREATE INDEX backfill_of_source ON backfill (source_id, state);

CREATE INDEX decision_pair ON decision (one_id, other_id);

CREATE INDEX ix_acknowledgement_event_id ON acknowledgement (event_id);

CREATE INDEX ix_attempt_outbox_id ON attempt (outbox_id);

CREATE INDEX ix_check_log_source_id ON check_log (source_id);

CREATE INDEX ix_decision_other_id ON decision (other_id);

CREATE INDEX ix_event_at ON event (at);

CREATE INDEX ix_event_notice_id ON event (notice_id);

CREATE INDEX ix_evidence_sha256 ON evidence (sha256);

CREATE INDEX ix_gap_source_id ON gap (source_id);

CREATE INDEX ix_host_lines_seen_at ON host_lines (seen_at);

CREATE INDEX ix_notice_campaign ON notice (campaign);

CREATE INDEX ix_notice_link_notice_id ON notice_link (notice_id);

CREATE INDEX ix_notice_link_other_id ON notice_link (other_id);

CREATE INDEX ix_outbox_digest_id ON outbox (digest_id);

CREATE INDEX ix_outbox_event_id ON outbox (event_id);

CREATE INDEX ix_page_external_id ON page (external_id);

CREATE INDEX ix_page_notice_id ON page (notice_id);

CREATE INDEX ix_source_next_check_at ON source (next_check_at);

CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('waiting','retry','sending');

CREATE INDEX outbox_queue ON outbox (channel_id, event_id) WHERE state IN ('waiting','retry','sending');

CREATE INDEX page_recheck ON page (source_id, recheck_at);

CREATE INDEX seen_first_page ON seen_row (source_id, position);


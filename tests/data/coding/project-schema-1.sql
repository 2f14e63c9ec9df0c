-- A project of schema 1 as SQLite tells it; its texts are invented.
BEGIN TRANSACTION;
CREATE TABLE about (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "about" VALUES('program','qmethod-toolkit coding project');
INSERT INTO "about" VALUES('schema','1');
INSERT INTO "about" VALUES('project','26cd2d43f2414c0884bc561db6359346');
CREATE TABLE assignments (
	source TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (source, coder), 
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(coder) REFERENCES coders (name) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE cases (
	id TEXT NOT NULL, 
	attributes TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE changes (
	event INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"table" TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	PRIMARY KEY (event, position)
);
INSERT INTO "changes" VALUES(1,0,'sources',NULL,'{"id":"s1","place":1,"version":1,"case":"c1","kind":"summary","attributes":"{\"year\":\"2020\",\"area\":\"North\"}"}');
INSERT INTO "changes" VALUES(1,1,'sources',NULL,'{"id":"s2","place":2,"version":1,"case":"c2","kind":"summary","attributes":"{\"year\":\"2021\"}"}');
INSERT INTO "changes" VALUES(1,2,'sources',NULL,'{"id":"s3","place":3,"version":1,"case":"c1","kind":"transcript","attributes":"{\"year\":\"2021\"}"}');
INSERT INTO "changes" VALUES(1,3,'versions',NULL,'{"source":"s1","version":1,"length":60,"hash":"7e893686924da61b839805817a64ebb545f1d919d92c6e209269542872e570b3","fingerprint":"","turns":"[]","found":"[]","at":"2026-11-21T15:38:17.109073+00:00"}');
INSERT INTO "changes" VALUES(1,4,'versions',NULL,'{"source":"s2","version":1,"length":71,"hash":"305d9f468125291e18e8f3c78fba8158a968feafd4aec8eb118a57cbc8d68c67","fingerprint":"","turns":"[]","found":"[]","at":"2026-11-21T15:38:17.109073+00:00"}');
INSERT INTO "changes" VALUES(1,5,'versions',NULL,'{"source":"s3","version":1,"length":53,"hash":"316255e4e7a6e35858cbb2107bb9b1a861f567317978f6d019510b6c6ddd665c","fingerprint":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","turns":"[[\"Q\",3,11,true],[\"A\",15,52,false]]","found":"[\"The text was read as UTF-8.\"]","at":"2026-11-21T15:38:17.109073+00:00"}');
INSERT INTO "changes" VALUES(2,0,'frames',NULL,'{"number":1,"name":"small","version":"1","body":"{\"name\":\"small\",\"version\":\"1\",\"codes\":[{\"id\":\"EDUCATION\",\"name\":\"EDUCATION\",\"parent\":null,\"codable\":false},{\"id\":\"EDUCATION/In\",\"name\":\"In\",\"parent\":\"EDUCATION\",\"cues\":[\"at college\"]},{\"id\":\"EDUCATION/Out\",\"name\":\"Out\",\"parent\":\"EDUCATION\",\"opposite\":\"EDUCATION/In\"},{\"id\":\"SAFETY\",\"name\":\"SAFETY\",\"parent\":null,\"codable\":false},{\"id\":\"SAFETY/Feels safe\",\"name\":\"Feels safe\",\"parent\":\"SAFETY\"},{\"id\":\"SAFETY/Missing\",\"name\":\"Missing\",\"parent\":\"SAFETY\"}]}","at":"2026-11-21T15:38:17.114796+00:00"}');
INSERT INTO "changes" VALUES(3,0,'suggestions',NULL,'{"id":"04342079a6b94fa5939c827e2d52d0a8","source":"s1","start":0,"end":36,"quote":"Ama is at college three days a week.","code":"EDUCATION/In","status":"asserted","score":0.9,"because":"A rule.","cue":"","triggers":"[]","version":1,"model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(3,1,'suggestions',NULL,'{"id":"1a34bc103d3344aea6ec41aaf3aed65e","source":"s1","start":37,"end":60,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.7,"because":"A rule.","cue":"","triggers":"[]","version":1,"model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(3,2,'suggestions',NULL,'{"id":"b3032dd92dd7429ab40e4826607fca6c","source":"s2","start":0,"end":24,"quote":"She went missing in May.","code":"SAFETY/Missing","status":"asserted","score":0.55,"because":"A rule.","cue":"","triggers":"[]","version":1,"model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(3,3,'suggestions',NULL,'{"id":"6e4f9e0415514cd588992774a4d96fc0","source":"s2","start":48,"end":71,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.95,"because":"A rule.","cue":"","triggers":"[]","version":1,"model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(4,0,'coders',NULL,'{"name":"A","note":""}');
INSERT INTO "changes" VALUES(4,1,'codings',NULL,'{"id":"592e3c8f55f246d5992298644b719d41","source":"s1","version":1,"start":0,"end":36,"code":"EDUCATION/In","coder":"A","quote":"Ama is at college three days a week.","because":"","suggestion":"04342079a6b94fa5939c827e2d52d0a8","role":"","state":"placed","at":"2026-11-21T15:38:17.128036+00:00"}');
INSERT INTO "changes" VALUES(4,2,'decisions',NULL,'{"suggestion":"04342079a6b94fa5939c827e2d52d0a8","coder":"A","verdict":"accepted","coding":"592e3c8f55f246d5992298644b719d41","because":"","at":"2026-11-21T15:38:17.128036+00:00"}');
INSERT INTO "changes" VALUES(5,0,'decisions',NULL,'{"suggestion":"1a34bc103d3344aea6ec41aaf3aed65e","coder":"A","verdict":"rejected","coding":"","because":"","at":"2026-11-21T15:38:17.132828+00:00"}');
INSERT INTO "changes" VALUES(6,0,'coders',NULL,'{"name":"B","note":""}');
INSERT INTO "changes" VALUES(6,1,'decisions',NULL,'{"suggestion":"04342079a6b94fa5939c827e2d52d0a8","coder":"B","verdict":"rejected","coding":"","because":"","at":"2026-11-21T15:38:17.134668+00:00"}');
INSERT INTO "changes" VALUES(7,0,'memos',NULL,'{"id":"23e17271b04b42039ea3724a9fa1e93d","about":"source","target":"s1","text":"An old note.","coder":"A","at":"2026-11-21T15:38:17.136400+00:00"}');
INSERT INTO "changes" VALUES(8,0,'versions',NULL,'{"source":"s1","version":2,"length":68,"hash":"2616e609bceb7765a319a78c30ae83e3838bf6dad91a7aec13c7d97f4fe6ac32","fingerprint":"2616e609bceb7765a319a78c30ae83e3838bf6dad91a7aec13c7d97f4fe6ac32","turns":"[]","found":"[]","at":"2026-11-21T15:38:17.138379+00:00"}');
INSERT INTO "changes" VALUES(8,1,'sources','{"id":"s1","place":1,"version":1,"case":"c1","kind":"summary","attributes":"{\"year\":\"2020\",\"area\":\"North\"}"}','{"id":"s1","place":1,"version":2,"case":"c1","kind":"summary","attributes":"{\"year\":\"2020\",\"area\":\"North\"}"}');
INSERT INTO "changes" VALUES(8,2,'codings','{"id":"592e3c8f55f246d5992298644b719d41","source":"s1","version":1,"start":0,"end":36,"code":"EDUCATION/In","coder":"A","quote":"Ama is at college three days a week.","because":"","suggestion":"04342079a6b94fa5939c827e2d52d0a8","role":"","state":"placed","at":"2026-11-21T15:38:17.128036+00:00"}','{"id":"592e3c8f55f246d5992298644b719d41","source":"s1","version":2,"start":8,"end":44,"code":"EDUCATION/In","coder":"A","quote":"Ama is at college three days a week.","because":"","suggestion":"04342079a6b94fa5939c827e2d52d0a8","role":"","state":"placed","at":"2026-11-21T15:38:17.128036+00:00"}');
INSERT INTO "changes" VALUES(8,3,'suggestions','{"id":"04342079a6b94fa5939c827e2d52d0a8","source":"s1","version":1,"start":0,"end":36,"quote":"Ama is at college three days a week.","code":"EDUCATION/In","status":"asserted","score":0.9,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}','{"id":"04342079a6b94fa5939c827e2d52d0a8","source":"s1","version":2,"start":8,"end":44,"quote":"Ama is at college three days a week.","code":"EDUCATION/In","status":"asserted","score":0.9,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(8,4,'suggestions','{"id":"1a34bc103d3344aea6ec41aaf3aed65e","source":"s1","version":1,"start":37,"end":60,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.7,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}','{"id":"1a34bc103d3344aea6ec41aaf3aed65e","source":"s1","version":2,"start":45,"end":68,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.7,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(9,0,'suggestions','{"id":"1a34bc103d3344aea6ec41aaf3aed65e","source":"s1","version":2,"start":45,"end":68,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.7,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}','{"id":"1a34bc103d3344aea6ec41aaf3aed65e","source":"s1","version":1,"start":37,"end":60,"quote":"She feels safe at home.","code":"SAFETY/Feels safe","status":"asserted","score":0.7,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(9,1,'suggestions','{"id":"04342079a6b94fa5939c827e2d52d0a8","source":"s1","version":2,"start":8,"end":44,"quote":"Ama is at college three days a week.","code":"EDUCATION/In","status":"asserted","score":0.9,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}','{"id":"04342079a6b94fa5939c827e2d52d0a8","source":"s1","version":1,"start":0,"end":36,"quote":"Ama is at college three days a week.","code":"EDUCATION/In","status":"asserted","score":0.9,"because":"A rule.","cue":"","triggers":"[]","model":"rules","state":"placed","at":"2026-11-21T15:38:17.118170+00:00"}');
INSERT INTO "changes" VALUES(9,2,'codings','{"id":"592e3c8f55f246d5992298644b719d41","source":"s1","version":2,"start":8,"end":44,"code":"EDUCATION/In","coder":"A","quote":"Ama is at college three days a week.","because":"","suggestion":"04342079a6b94fa5939c827e2d52d0a8","role":"","state":"placed","at":"2026-11-21T15:38:17.128036+00:00"}','{"id":"592e3c8f55f246d5992298644b719d41","source":"s1","version":1,"start":0,"end":36,"code":"EDUCATION/In","coder":"A","quote":"Ama is at college three days a week.","because":"","suggestion":"04342079a6b94fa5939c827e2d52d0a8","role":"","state":"placed","at":"2026-11-21T15:38:17.128036+00:00"}');
INSERT INTO "changes" VALUES(9,3,'sources','{"id":"s1","place":1,"version":2,"case":"c1","kind":"summary","attributes":"{\"year\":\"2020\",\"area\":\"North\"}"}','{"id":"s1","place":1,"version":1,"case":"c1","kind":"summary","attributes":"{\"year\":\"2020\",\"area\":\"North\"}"}');
INSERT INTO "changes" VALUES(9,4,'versions','{"source":"s1","version":2,"length":68,"hash":"2616e609bceb7765a319a78c30ae83e3838bf6dad91a7aec13c7d97f4fe6ac32","fingerprint":"2616e609bceb7765a319a78c30ae83e3838bf6dad91a7aec13c7d97f4fe6ac32","turns":"[]","found":"[]","at":"2026-11-21T15:38:17.138379+00:00"}',NULL);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "coders" VALUES('A','');
INSERT INTO "coders" VALUES('B','');
CREATE TABLE codings (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	because TEXT NOT NULL, 
	suggestion TEXT NOT NULL, 
	role TEXT NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(coder) REFERENCES coders (name) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "codings" VALUES('592e3c8f55f246d5992298644b719d41','s1',1,0,36,'EDUCATION/In','A','Ama is at college three days a week.','','04342079a6b94fa5939c827e2d52d0a8','','placed','2026-11-21T15:38:17.128036+00:00');
CREATE TABLE decisions (
	suggestion TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	coding TEXT NOT NULL, 
	because TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (suggestion, coder), 
	FOREIGN KEY(suggestion) REFERENCES suggestions (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(coder) REFERENCES coders (name) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "decisions" VALUES('04342079a6b94fa5939c827e2d52d0a8','A','accepted','592e3c8f55f246d5992298644b719d41','','2026-11-21T15:38:17.128036+00:00');
INSERT INTO "decisions" VALUES('1a34bc103d3344aea6ec41aaf3aed65e','A','rejected','','','2026-11-21T15:38:17.132828+00:00');
INSERT INTO "decisions" VALUES('04342079a6b94fa5939c827e2d52d0a8','B','rejected','','','2026-11-21T15:38:17.134668+00:00');
CREATE TABLE events (
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	action TEXT NOT NULL, 
	because TEXT NOT NULL, 
	undoes INTEGER, 
	PRIMARY KEY (number)
);
INSERT INTO "events" VALUES(1,'2026-11-21T15:38:17.109073+00:00','','add sources','',NULL);
INSERT INTO "events" VALUES(2,'2026-11-21T15:38:17.114796+00:00','','set frame','',NULL);
INSERT INTO "events" VALUES(3,'2026-11-21T15:38:17.118170+00:00','','add suggestions','',NULL);
INSERT INTO "events" VALUES(4,'2026-11-21T15:38:17.128036+00:00','A','accept','',NULL);
INSERT INTO "events" VALUES(5,'2026-11-21T15:38:17.132828+00:00','A','reject','',NULL);
INSERT INTO "events" VALUES(6,'2026-11-21T15:38:17.134668+00:00','B','reject','',NULL);
INSERT INTO "events" VALUES(7,'2026-11-21T15:38:17.136400+00:00','A','memo','',NULL);
INSERT INTO "events" VALUES(8,'2026-11-21T15:38:17.138379+00:00','','edit text','',NULL);
INSERT INTO "events" VALUES(9,'2026-11-21T15:38:17.147183+00:00','','undo','',8);
CREATE TABLE frames (
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "frames" VALUES(1,'small','1','{"name":"small","version":"1","codes":[{"id":"EDUCATION","name":"EDUCATION","parent":null,"codable":false},{"id":"EDUCATION/In","name":"In","parent":"EDUCATION","cues":["at college"]},{"id":"EDUCATION/Out","name":"Out","parent":"EDUCATION","opposite":"EDUCATION/In"},{"id":"SAFETY","name":"SAFETY","parent":null,"codable":false},{"id":"SAFETY/Feels safe","name":"Feels safe","parent":"SAFETY"},{"id":"SAFETY/Missing","name":"Missing","parent":"SAFETY"}]}','2026-11-21T15:38:17.114796+00:00');
CREATE TABLE memos (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	target TEXT NOT NULL, 
	text TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "memos" VALUES('23e17271b04b42039ea3724a9fa1e93d','source','s1','An old note.','A','2026-11-21T15:38:17.136400+00:00');
CREATE TABLE settings (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE settlements (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	coding TEXT NOT NULL, 
	because TEXT NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(coder) REFERENCES coders (name) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE sources (
	id TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	"case" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	attributes TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "sources" VALUES('s1',1,1,'c1','summary','{"year":"2020","area":"North"}');
INSERT INTO "sources" VALUES('s2',2,1,'c2','summary','{"year":"2021"}');
INSERT INTO "sources" VALUES('s3',3,1,'c1','transcript','{"year":"2021"}');
CREATE TABLE suggestions (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	code TEXT NOT NULL, 
	status TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	because TEXT NOT NULL, 
	cue TEXT NOT NULL, 
	triggers TEXT NOT NULL, 
	model TEXT NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "suggestions" VALUES('04342079a6b94fa5939c827e2d52d0a8','s1',1,0,36,'Ama is at college three days a week.','EDUCATION/In','asserted',0.9,'A rule.','','[]','rules','placed','2026-11-21T15:38:17.118170+00:00');
INSERT INTO "suggestions" VALUES('1a34bc103d3344aea6ec41aaf3aed65e','s1',1,37,60,'She feels safe at home.','SAFETY/Feels safe','asserted',0.7,'A rule.','','[]','rules','placed','2026-11-21T15:38:17.118170+00:00');
INSERT INTO "suggestions" VALUES('b3032dd92dd7429ab40e4826607fca6c','s2',1,0,24,'She went missing in May.','SAFETY/Missing','asserted',0.55,'A rule.','','[]','rules','placed','2026-11-21T15:38:17.118170+00:00');
INSERT INTO "suggestions" VALUES('6e4f9e0415514cd588992774a4d96fc0','s2',1,48,71,'She feels safe at home.','SAFETY/Feels safe','asserted',0.95,'A rule.','','[]','rules','placed','2026-11-21T15:38:17.118170+00:00');
CREATE TABLE texts (
	hash TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (hash)
);
INSERT INTO "texts" VALUES('7e893686924da61b839805817a64ebb545f1d919d92c6e209269542872e570b3','Ama is at college three days a week. She feels safe at home.');
INSERT INTO "texts" VALUES('305d9f468125291e18e8f3c78fba8158a968feafd4aec8eb118a57cbc8d68c67','She went missing in May. Nobody knows where to. She feels safe at home.');
INSERT INTO "texts" VALUES('316255e4e7a6e35858cbb2107bb9b1a861f567317978f6d019510b6c6ddd665c','Q: And now?
A: I am at college, I feel safe 😀 there.
');
INSERT INTO "texts" VALUES('2616e609bceb7765a319a78c30ae83e3838bf6dad91a7aec13c7d97f4fe6ac32','Before. Ama is at college three days a week. She feels safe at home.');
CREATE TABLE versions (
	source TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	length INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	turns TEXT NOT NULL, 
	found TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (source, version), 
	FOREIGN KEY(source) REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "versions" VALUES('s1',1,60,'7e893686924da61b839805817a64ebb545f1d919d92c6e209269542872e570b3','','[]','[]','2026-11-21T15:38:17.109073+00:00');
INSERT INTO "versions" VALUES('s2',1,71,'305d9f468125291e18e8f3c78fba8158a968feafd4aec8eb118a57cbc8d68c67','','[]','[]','2026-11-21T15:38:17.109073+00:00');
INSERT INTO "versions" VALUES('s3',1,53,'316255e4e7a6e35858cbb2107bb9b1a861f567317978f6d019510b6c6ddd665c','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','[["Q",3,11,true],["A",15,52,false]]','["The text was read as UTF-8."]','2026-11-21T15:38:17.109073+00:00');
CREATE INDEX sources_by_case ON sources ("case");
CREATE INDEX memos_by_target ON memos (target);
CREATE INDEX versions_by_hash ON versions (hash);
CREATE INDEX suggestions_by_source ON suggestions (source, code);
CREATE INDEX suggestions_by_score ON suggestions (score, id);
CREATE INDEX codings_by_source ON codings (source, code, state, role, coder);
CREATE INDEX settlements_by_source ON settlements (source);
CREATE INDEX assignments_by_coder ON assignments (coder);
COMMIT;

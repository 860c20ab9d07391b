"""Every page of the house, by who reads it; see test_pages_of_the_desk."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Page:
    """An address by its name; `about` names what it is about (see at_work), `status` what it answers."""

    name: str
    about: str = ""
    query: str = ""
    status: int = 200

    def path(self, things) -> str:
        about = getattr(things, self.about) if self.about else []
        return reverse(self.name, args=about) + self.query


STANDINGS = (
    "offered", "nowhere", "in_hand", "on_site", "late", "paused", "extended", "resolved", "silent", "unhappy", "filed",
    "again", "told", "week",
)  # fmt: skip
PAGES = {
    "operator": [
        Page("cases:desk"), Page("cases:desk", query="?state=waiting"), Page("cases:desk", query="?state=late"),
        Page("cases:desk", query="?state=callback"), Page("cases:pick"), Page("cases:filters"),
        Page("cases:new_filter"), Page("cases:filter", "filter"), Page("cases:list"),
        Page("cases:list", query="?state=late"), Page("cases:list", query="?q=nothing"), Page("cases:intake"),
        Page("cases:receipt", "offered"), Page("cases:receipt", "nowhere"), Page("cases:receipt", "told"),
        Page("cases:joined_receipt", "joined"),
        *[Page("cases:detail", standing) for standing in STANDINGS],
        Page("cases:detail", "on_site", "?reader=resident"), Page("cases:offer", "offered"),
        Page("cases:phone", "caller"), Page("cases:tasks"), Page("cases:offer_link", "by_link"),
        Page("cases:help_link", "helped_by_link"), Page("cases:detail", "answering"),
        Page("cases:callback", "resolved"),
        Page("cases:reopening", "unhappy"),
        Page("cases:files", "on_site"), Page("cases:file", "photo"), Page("cases:file", "paper"),
        Page("cases:new_deed"), Page("cases:deed", "deed"), Page("notices:list"), Page("accounts:me"),
        Page("cases:list", query="?q=%E6%B0%B4%E6%B2%9F"), Page("cases:list", query="?q=%E6%B0%B4"),
        Page("cases:detail", "merged"),
        Page("cases:detail", "whole"), Page("cases:related", "on_site"), Page("cases:merger", "late"),
        Page("cases:merger_undone", "merged"), Page("cases:link", "late"), Page("cases:split", "late"),
        Page("cases:category", "late"), Page("cases:bulk"), Page("cases:bulk_run", "run"),
        Page("sheets:list"), Page("sheets:bring", "orders"), Page("sheets:columns", "table"),
        Page("rota:mine"), Page("rota:own_phone"), Page("rota:swap_ask", "shift"), Page("rota:handover", "shift_now"),
        Page("sheets:import", "checked_table"), Page("sheets:export", "export"), Page("cases:export"),
        Page("cases:export", query="?q=nothing"), Page("cases:senders"), Page("cases:order", "on_site"),
        Page("sheets:ledgers"), Page("sheets:new_ledger", "ledger_of_people"),
        Page("sheets:ledger_order", "ledger"), Page("sheets:ledger", "ledger"),
        Page("sheets:template_columns", "ledger"),
        Page("activities:attendance", "activity"), Page("activities:paper_roll", "activity"),
    ],
    "keeper": [
        Page("cases:tasks"), Page("cases:detail", "offered"), Page("cases:detail", "on_site"),
        Page("cases:refusal", "offered"), Page("cases:handover", "on_site"), Page("cases:added_arrival", "in_hand"),
        Page("cases:help", "on_site"), Page("cases:help_report", "helped"), Page("cases:help_word", "helped"),
        Page("cases:help_refusal", "helped"), Page("cases:resolution", "on_site"),
        Page("cases:new_files", "on_site"), Page("cases:file_redaction", "photo"), Page("cases:files", "on_site"),
        Page("cases:extension", "on_site"), Page("cases:pause", "on_site"), Page("cases:intake"), Page("cases:list"),
        Page("notices:list"), Page("cases:desk", status=403), Page("accounts:me"),
        Page("activities:coming"), Page("activities:activity", "activity"),
        Page("residents:own_data"),
        Page("care:zone"), Page("care:new_visit"), Page("care:person", "cared"),
    ],
    "secretary": [
        Page("reports:figures"), Page("reports:rows", "metric"), Page("reports:rows", "rate"),
        Page("reports:figures", query="?period=year"), Page("cases:decision", "asked"), Page("cases:tasks"),
        Page("cases:desk"), Page("notices:list"), Page("cases:rules"), Page("cases:new_rule"),
        Page("cases:rule", "rule"), Page("cases:rule_removal", "rule"), Page("cases:policies"),
        Page("cases:new_policy"),
        Page("cases:policy", "policy"), Page("cases:next_policy", "policy"),
        Page("rota:week"), Page("rota:month"), Page("rota:shift", "shift"),
        Page("rota:shift_change", "shift"), Page("rota:new_shift"), Page("rota:posts"), Page("rota:post", "post"),
        Page("rota:new_post"), Page("rota:new_pattern", "post", "?preset=four_teams"), Page("rota:pattern", "pattern"),
        Page("rota:fill", "pattern"), Page("rota:absences"), Page("rota:new_absence"), Page("rota:calendars"),
        Page("reports:split", "hour"), Page("reports:split", "month", "?period=twelve_months"),
        Page("reports:split", "category"), Page("reports:publish", "rate"), Page("reports:published"),
        Page("reports:published_one", "published"), Page("reports:hotspots"), Page("reports:people"),
        Page("reports:person", "keeper"), Page("reports:person_rows", "keepers_metric"),
        Page("cases:council_list"), Page("cases:council_removal", "listed"), Page("cases:before_council", "late"),
        Page("cases:uncounted", "late"), Page("cases:breach", "late"), Page("cases:detail", "late"),
        Page("cases:reply_texts"), Page("cases:reply_texts", query="?q=nothing"), Page("cases:new_reply_text"),
        Page("cases:reply_text", "reply"), Page("cases:reference_text", "reference"), Page("cases:watched_words"),
        Page("files:policy"), Page("cases:file_original", "photo"),
        Page("party:organisations"), Page("party:organisation", "branch"), Page("party:life"), Page("party:members"),
        Page("party:member", "member"), Page("party:new_member"), Page("party:meeting", "meeting"),
        Page("party:new_meeting", "branch", "?kind=theme_day"), Page("party:dues", "branch"), Page("party:mobile"),
        Page("party:reports"), Page("party:register"),
        Page("assembly:home"), Page("assembly:body", "body"), Page("assembly:rotation", "conference"),
        Page("assembly:term", "chair"),
        Page("activities:month"), Page("activities:new"), Page("activities:wall", "activity"),
        Page("care:due", query="?show=all"), Page("care:pairing", "pairing"), Page("care:new_pairing", "cared"),
        Page("care:totals"), Page("care:support", "support"),
        Page("assembly:meeting", "meeting"), Page("assembly:attendance", "meeting"), Page("assembly:tasks"),
        Page("assembly:meeting", "meeting_coming"), Page("assembly:screen", "screen"),
        Page("assembly:matter", "matter"), Page("assembly:ballot", "ballot"),
        Page("assembly:public_matter", "public_matter"),
        Page("programmes:theme", "theme"), Page("programmes:pledge", "pledge"), Page("programmes:join", "pledge"),
        Page("residents:register"), Page("residents:new_person"), Page("residents:person", "huang"),
        Page("residents:household", "household"), Page("residents:doubles"),
        Page("residents:consents", "huang"), Page("residents:new_consent", "huang"), Page("residents:requests"),
        Page("residents:request", "asked_data"), Page("residents:readings", "wei_on_file"),
        Page("residents:removal", "huang"), Page("residents:retention_rule", "kept_kind"),
        Page("residents:retention_run", "old_run"), Page("residents:sharings"),
        Page("zones:zones"), Page("zones:zone", "zone_key"), Page("zones:history", "zone_key"),
        Page("zones:border", "zone_key"), Page("zones:draw", "zone_key"), Page("zones:new_zone"),
        Page("zones:end", "zone_key"), Page("zones:name", "zone_key"),
        Page("zones:keepers", "zone_key"), Page("zones:new_override", "zone_key"),
        Page("zones:board", "zone_key"), Page("zones:photo", "keeping"),
        Page("zones:lanes"), Page("zones:lane", "lane"), Page("zones:door", "door"), Page("zones:position", "door"),
    ],
    "two duties": [Page("cases:desk"), Page("accounts:me")],
    "auditor": [
        Page("accounts:audit"), Page("accounts:audit", query="?who=wei"), Page("cases:list", status=403),
        Page("notices:list"), Page("cases:detail", "on_site", status=404), Page("accounts:me"),
    ],
    "street": [
        Page("cases:list"), Page("cases:detail", "late"), Page("reports:figures"), Page("reports:rows", "metric"),
    ],
    "affairs": [Page("reports:figures"), Page("reports:rows", "metric")],
    "liaison": [Page("cases:tasks"), Page("cases:detail", "on_site"), Page("cases:help_report", "helped")],
    "accounts": [
        Page("accounts:people"), Page("accounts:people", query="?q=nobody"), Page("accounts:person", "person"),
        Page("accounts:new_account"),
    ],
    "nobody": [
        Page("activities:board", "board_of"), Page("activities:here", "wall_word"),
        Page("cases:home"), Page("cases:progress"), Page("cases:unit_door"), Page("cases:unit", "unit_offered"),
        Page("cases:unit", "unit_helping"), Page("cases:unit", "no_token", status=404),
        Page("cases:progress_of", "code"),
        Page("cases:progress_of", "code_resolved"), Page("cases:progress_of", "code_paused"),
        Page("cases:progress_of", "code_told"),
        Page("cases:progress_of", "code_merged"), Page("cases:progress_of", "no_code", status=404), Page("web:ease"),
        Page("zones:all_boards"), Page("zones:boards", "board_list"), Page("zones:public", "board"),
        Page("account_login"), Page("account_login", query="?next=/desk/"), Page("account_reset_password"),
        Page("account_signup"), Page("account_inactive"),
    ],
    "just signed in": [
        Page("account_change_password"), Page("account_logout"), Page("account_reauthenticate"),
        Page("account_email", status=404), Page("mfa_index"), Page("mfa_activate_totp"),
        Page("mfa_list_webauthn"), Page("mfa_add_webauthn"),
    ],
}  # fmt: skip
OF_THE_DESK = ("operator", "keeper")
"""About half of all pages."""

LIKE_ANOTHER = {
    "sheets:ledger_change", "sheets:template",  # as a new ledger, as bringing a table
    # the same list, the same form or the same few fields as one that is looked at: two seconds each
    "activities:past", "activities:mine", "activities:change", "activities:cancel", "activities:new_sign_up",
    "activities:somebody", "activities:excuse", "activities:guests", "activities:new_photos", "activities:calendar",
    "activities:communities", "activities:expected", "activities:record", "activities:photo",
}  # fmt: skip

SHOW_NOTHING_OF_THEIR_OWN = {
    "sheets:ledger_removal", "sheets:template_removal",
    # they do something and lead on, or answer a program
    "cases:others", "accounts:keys", "cases:filter_removal", "cases:filter_return",

    "reports:excel", "reports:mine", "reports:hotspot_to_council", "reports:hotspot_rule", "cases:counted_again",
    "cases:look", "cases:answers", "cases:acceptance", "cases:arrival", "cases:remark", "cases:resumption",
    "cases:filing", "cases:unlink",
    "notices:all_read", "notices:counts", "notices:follow", "accounts:duty_in_use", "accounts:new_duty",
    "cases:rule_place", "cases:rule_switch", "cases:policy_withdrawal", "cases:policy_end",
    "files:uploads", "files:upload", "cases:file_caption", "cases:file_audience", "cases:file_place",
    "cases:file_removal", "cases:file_return", "cases:progress_files",
    "activities:own_sign_up", "activities:withdrawal", "activities:guest_off", "activities:wall_renewed",
    "activities:audience", "activities:photo_off", "activities:calendar_made", "activities:calendar_ended",
    # files
    "activities:calendar_file", "activities:feed", "activities:roll_sheet", "activities:wall_sheet",
    # of the same make as those of care looked at above: lists, and forms of one page
    "care:birthdays", "care:people", "care:pairings", "care:visits", "care:new_group", "care:new_plan",
    "care:group_end", "care:plan_end", "care:pairing_change", "care:pairing_end", "care:visit", "care:visit_correction",
    "care:visit_withdrawal", "care:visit_need", "care:phone", "care:supports", "care:new_support",
    "care:support_change", "care:new_milestone", "care:support_readers", "care:support_end", "care:unchanged",
    # forms of one template, buttons and files
    "assembly:meetings", "assembly:new_meeting", "assembly:meeting_change", "assembly:call", "assembly:meeting_cancel",
    "assembly:new_guest", "assembly:told", "assembly:answer", "assembly:new_item", "assembly:new_item_of_meeting",
    "assembly:item_acceptance", "assembly:item_refusal", "assembly:item_place", "assembly:said", "assembly:new_papers",
    "assembly:paper", "assembly:paper_off", "assembly:opening", "assembly:minutes", "assembly:new_resolution",
    "assembly:new_task", "assembly:closing", "assembly:approval", "assembly:sending_back", "assembly:disclosure",
    "assembly:summary_pdf", "assembly:summary_docx", "assembly:calendar_file", "assembly:task", "assembly:task_line",
    "assembly:task_done", "assembly:task_drop", "assembly:task_change", "assembly:task_reopening",
    # lists, forms of one template and buttons
    "assembly:matters", "assembly:new_matter", "assembly:matter_change", "assembly:matter_cases",
    "assembly:party_agreed", "assembly:tell", "assembly:telling", "assembly:informed", "assembly:opinions",
    "assembly:new_opinion", "assembly:opinion_reply", "assembly:matter_agenda", "assembly:discussed", "assembly:acted",
    "assembly:conclusion", "assembly:calls", "assembly:matter_withdrawal", "assembly:publication",
    "assembly:unpublication", "assembly:from_candidate", "assembly:from_case", "assembly:public_matters",
    "assembly:new_ballot", "assembly:vote", "assembly:hands", "assembly:papers_of_ballot",
    "assembly:papers_withdrawal", "assembly:counting", "assembly:annulment", "assembly:ballot_resolution",
    # a list, forms of one template and buttons
    "programmes:themes", "programmes:new_theme", "programmes:begin", "programmes:theme_change", "programmes:item",
    "programmes:new_pledge", "programmes:pledge_change", "programmes:pledge_end", "programmes:pledge_withdrawal",
    "programmes:part",
    # bytes of a photo
    "activities:picture", "activities:public_picture",
    "cases:file_picture", "cases:file_thumb", "cases:file_download", "cases:progress_picture", "cases:progress_thumb",
    "accounts:password", "accounts:entry", "accounts:duty_end", "web:mode", "web:language", "healthz", "readyz",
    "rota:pattern_removal", "rota:shift_off", "rota:handover_read", "rota:swap_answer", "rota:swap_withdrawal",
    "rota:swap_undoing",
    "rota:absence_end", "rota:post_calendar_made", "rota:own_calendar_made", "rota:calendar_ended", "rota:feed",
    "account_set_password", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_download_recovery_codes",
    # tables: a moving piece of a page, files, and buttons
    "sheets:import_progress", "sheets:taking", "sheets:corrected", "sheets:removal", "sheets:export_progress",
    "sheets:export_file", "cases:order_file", "cases:order_files",
    # one button or one sentence, a file, a piece of a page, or lists like those that are looked at
    "residents:person_change", "residents:person_verification", "residents:person_number", "residents:person_death",
    "residents:new_relation", "residents:relation_end", "residents:new_work", "residents:work_end",
    "residents:new_household", "residents:household_change", "residents:household_verification",
    "residents:household_joining", "residents:household_move", "residents:household_leaving",
    "residents:household_head", "residents:merger", "residents:telling_apart", "residents:merger_undone",
    "residents:alike", "residents:units", "residents:new_unit", "residents:unit",
    "residents:pick", "residents:consent_paper", "residents:consent_withdrawal", "residents:running_consents",
    "residents:children",
    "residents:copy", "residents:new_request", "residents:new_request_of", "residents:freezing", "residents:frozen",
    "residents:retention", "residents:retention_look", "residents:retention_progress",
    "residents:retention_clearing", "residents:new_sharing", "residents:own_readings", "residents:own_consent",
    "residents:own_request", "residents:own_copy",
    # forms of one template (assembly/form.html), lists and buttons
    "assembly:new_body", "assembly:rule", "assembly:body_end", "assembly:sitters", "assembly:new_seat",
    "assembly:seat_end", "assembly:replacement", "assembly:seat_undone", "assembly:new_turn", "assembly:new_terms",
    "assembly:delegates", "assembly:turn_place", "assembly:turn_leaving", "assembly:term_change", "assembly:term_skip",
    "assembly:handover", "assembly:report", "assembly:plan_file", "assembly:swap", "assembly:swap_answer",
    "assembly:swap_withdrawal",
    # forms of one template (party/form.html), one of which is looked at; files, buttons, and the way to one's own page
    "party:new_organisation", "party:organisation_change", "party:organisation_end", "party:minutes",
    "party:meeting_card", "party:member_change", "party:confirmation", "party:status", "party:lost", "party:found",
    "party:transfer", "party:new_post", "party:new_mobile", "party:new_report", "party:claims", "party:new_service",
    "party:member_card", "party:post_end", "party:service_removal", "party:contact", "party:mobile_return",
    "party:report_end", "party:new_note", "party:note", "party:note_paper", "party:note_sent", "party:note_return",
    "party:own",
    # they would send e-mail, and are not here
    "account_email_verification_sent", "account_confirm_email", "account_confirm_login_code",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    # looked at on the way through two-step verification, in test_signing_in.py
    "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "zones:override_end", "zones:board_file", "zones:kept_photo", "zones:photo_removal", "zones:public_photo",
    # a few fields of one template, and a question before something is taken away
    "zones:new_lane", "zones:lane_name", "zones:lane_removal", "zones:new_doors", "zones:building",
    "zones:door_removal", "zones:new_dwellings", "zones:dwelling", "zones:dwelling_removal",
    # shown only while building
    "web:gallery",
}  # fmt: skip

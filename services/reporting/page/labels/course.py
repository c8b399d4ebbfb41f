"""What a subject's course calls the events that it tells of, and their facts."""

from __future__ import annotations

from services.reporting.page.words import SHORT_LEVELS, Words

HAPPENINGS: Words = {
    "OrganizationRegistered": ("Đăng ký tổ chức", "Organization registered"),
    "OrganizationRenamed": ("Đổi tên", "Renamed"),
    "OrganizationMoved": ("Chuyển về trực thuộc tổ chức khác", "Moved in the tree"),
    "OrganizationSucceeded": ("Kế thừa tổ chức khác", "Carries on the work of others"),
    "OrganizationEnded": ("Kết thúc hoạt động", "Ended"),
    "CollectiveRegistered": ("Đăng ký tập thể", "Collective registered"),
    "CollectiveRenamed": ("Đổi tên", "Renamed"),
    "CollectiveMoved": ("Chuyển về tổ chức khác", "Moved"),
    "CollectiveEnded": ("Kết thúc hoạt động", "Ended"),
    "PersonRegistered": ("Đăng ký", "Person registered"),
    "PersonRenamed": ("Đổi tên", "Renamed"),
    "MemberTransferred": ("Chuyển sinh hoạt đảng", "Transferred to another cell"),
    "MemberStatusChanged": ("Thay đổi tình trạng sinh hoạt", "Status changed"),
    "MembershipEnded": ("Ra khỏi danh sách đảng viên", "Membership ended"),
    "PostAssigned": ("Giữ chức vụ", "Post assigned"),
    "PostEnded": ("Thôi giữ chức vụ", "Post ended"),
    "PromptIssued": ("Được gợi ý kiểm điểm", "Prompt issued"),
    "ReviewSubmitted": ("Nộp bản kiểm điểm", "Review submitted"),
    "ReviewReturned": ("Bản kiểm điểm bị trả lại", "Review returned"),
    "ReviewSupplemented": ("Bổ sung bản kiểm điểm", "Review supplemented"),
    "DossierForwarded": ("Gửi hồ sơ", "Dossier forwarded"),
    "DossierRefused": ("Hồ sơ bị từ chối", "Dossier refused"),
    "OpinionGiven": ("Ý kiến đánh giá", "Assessor's opinion"),
    "BallotTallied": ("Kiểm phiếu", "Ballot counted"),
    "CivilRatingRecorded": ("Xếp loại theo Nghị định 90", "Civil-service rating"),
    "LevelProposed": ("Mức đề xuất theo quy định", "Level proposed by the rules"),
    "RatingAssigned": ("Quyết định xếp loại", "Rating decided"),
    "RatingRevised": ("Quyết định điều chỉnh", "Rating revised"),
    "RatingQuestioned": ("Cần xem xét lại", "To be reviewed again"),
    "RatingConfirmed": ("Giữ nguyên sau khi xem xét", "Confirmed"),
    "AppealLodged": ("Khiếu nại", "Appeal lodged"),
    "AppealDecided": ("Giải quyết khiếu nại", "Appeal decided"),
}

FACTS: Words = {
    "admitted_on": ("vào Đảng", "admitted"),
    "founded_on": ("thành lập", "founded"),
    "held_from": ("từ", "from"),
    "held_on": ("họp ngày", "meeting on"),
    "cell": ("chi bộ", "cell"),
    "parent": ("trực thuộc", "under"),
    "organization": ("tổ chức", "organization"),
    "predecessors": ("tổ chức trước", "predecessors"),
    "successors": ("tổ chức kế thừa", "successors"),
    "how": ("hình thức", "how"),
    "name": ("tên", "name"),
    "member_status": ("tình trạng", "status"),
    "reason": ("lý do", "reason"),
    "code": ("mã", "code"),
    "issued_by": ("nơi gợi ý", "issued by"),
    "returned_by": ("nơi trả lại", "returned by"),
    "forwarded_by": ("nơi gửi", "forwarded by"),
    "lodged_by": ("nơi khiếu nại", "lodged by"),
    "decided_by": ("nơi quyết định", "decided by"),
    "document": ("văn bản", "document"),
    "form": ("mẫu", "form"),
    "answered_prompts": ("giải trình gợi ý", "answers prompts"),
    "on_time": ("thời hạn", "deadline"),
    "faults": ("lý do", "reasons"),
    "stage": ("bước", "stage"),
    "level": ("mức", "level"),
    "previous_level": ("mức trước", "level before"),
    "round": ("vòng", "round"),
    "valid": ("phiếu hợp lệ", "valid votes"),
    "votes": ("phiếu", "votes"),
    "cap_override": ("văn bản cho phép vượt", "document allowing it"),
    "cause": ("nguyên nhân", "cause"),
    "outcome": ("kết quả", "outcome"),
}

VOTES: Words = {**SHORT_LEVELS, "no": ("không đồng ý", "against")}

QUESTION_CAUSES: Words = {
    "civil_rating_changed": ("kết quả xếp loại công chức thay đổi", "civil-service rating changed"),
    "finding": ("kết luận của cấp có thẩm quyền", "finding of a competent body"),
}

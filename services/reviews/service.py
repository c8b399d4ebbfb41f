"""The table of contents of the reviews service."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.reviews import api, policies, readmodel
from services.reviews.domain.attachments import events as of_attachments
from services.reviews.domain.campaigns import events as of_campaigns
from services.reviews.domain.dossiers import events as of_dossiers
from services.reviews.domain.expectations import events as of_expectations
from services.reviews.domain.plans import events as of_plans
from services.reviews.domain.prompts import events as of_prompts
from services.reviews.domain.remedies import events as of_remedies
from services.reviews.domain.reviews import events as of_reviews
from shared.clearing import Clearing
from shared.messaging import Policies, marked
from shared.messaging.extensions import Relay, Subscription
from shared.web.entrypoint import resources


class Service:
    """Campaigns, prompts, reviews and dossiers."""

    name = "reviews"
    events = (
        of_campaigns.CampaignDrafted,
        of_campaigns.CampaignOpened,
        of_campaigns.CampaignClosed,
        of_campaigns.CampaignReopened,
        of_campaigns.CampaignLocked,
        of_campaigns.CampaignUnlocked,
        of_campaigns.DeadlineExtended,
        of_expectations.ExpectedSetFrozen,
        of_expectations.ExpectationChanged,
        of_prompts.PromptIssued,
        of_prompts.PromptAnswered,
        of_prompts.AnswerJudged,
        of_reviews.FormCopied,
        of_reviews.ReviewDrafted,
        of_reviews.ReviewSubmitted,
        of_reviews.ReviewReturned,
        of_reviews.ReviewSupplemented,
        of_reviews.ReviewCompleted,
        of_reviews.ReviewVersionSetAside,
        of_reviews.CommentGiven,
        of_attachments.AttachmentAdded,
        of_attachments.AttachmentWithdrawn,
        of_dossiers.DossierForwarded,
        of_dossiers.DossierRefused,
        of_dossiers.DossierReceiptIssued,
        of_dossiers.DossierReceived,
        of_dossiers.DossierAccepted,
        of_dossiers.DossierReturned,
        of_dossiers.DossierRecalled,
        of_dossiers.NothingToReportConfirmed,
        of_plans.PlanAdopted,
        of_plans.InterimSummaryRecorded,
        of_remedies.RemedyAssigned,
        of_remedies.RemedyReported,
    )
    readmodel = readmodel.POLICIES

    relay = Relay()
    clearing = Clearing()
    hears = Subscription(Policies([*policies.keep_the_register, *marked(policies)]), policies.SOURCES)

    @resources(api, paths=api.paths, citations=api.citations)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
